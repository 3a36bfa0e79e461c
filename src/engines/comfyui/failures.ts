import { defineFailures } from '../../kernel/index.ts'

/** Everything that can go wrong with a ComfyUI server. `auto` = nobody knows what the server did, so it is asked again. */
export const comfyFailures = defineFailures('comfyui', {
  // Reaching the server.
  unreachable: { retry: 'auto', message: ({ server }) => `${server} does not answer. Is ComfyUI running there?` },
  timeout: { retry: 'auto', message: ({ server }) => `${server} took the request but did not answer in time.` },
  'broken-off': { retry: 'auto', message: ({ server }) => `${server} broke off in the middle of an answer.` },
  'forwarder-down': {
    retry: 'auto',
    message: () => 'Framewright’s own server does not answer. Start it again with npm start.',
  },
  'not-forwarded': {
    retry: 'manual',
    message: ({ server }) =>
      `Framewright’s own server has no address for ${server}. Open Servers and connect it again.`,
  },
  'forwarder-refused': {
    retry: 'manual',
    message: ({ server }) => `Framewright’s own server would not pass the request on to ${server}.`,
  },
  tls: {
    retry: 'manual',
    message: ({ server }) => `No secure connection to ${server}: its certificate is not trusted.`,
  },
  'server-gone': {
    retry: 'never',
    message: () => 'The server of this job is no longer configured. Run again to make it elsewhere.',
  },
  'too-old': {
    retry: 'never',
    message: ({ server, version }) => `${server} runs ComfyUI ${version}. Update it to 0.3.45 or newer.`,
  },
  // Answers that are no use.
  'no-access': {
    retry: 'auto',
    message: ({ server }) => `${server} does not let us in. Check its login under Servers.`,
  },
  'login-required': {
    retry: 'manual',
    message: ({ server }) => `${server} asks for a login. Enter it under Servers, then retry.`,
  },
  'origin-refused': {
    retry: 'manual',
    message: ({ server }) => `${server} refuses this page. Check it under Servers, then retry.`,
  },
  'server-error': {
    retry: 'auto',
    message: ({ server, status }) => `${server} answered with an error of its own (${status}).`,
  },
  'odd-answer': {
    retry: 'auto',
    message: ({ server }) => `What answers as ${server} does not answer like ComfyUI. Is a sign-in page in the way?`,
  },
  'not-supported': { retry: 'manual', message: ({ server }) => `${server} does not know this request. Is it ComfyUI?` },
  'too-large': { retry: 'auto', message: ({ server }) => `${server} sent more than can be taken in.` },
  // Submitting.
  'unclear-submit': {
    retry: 'auto',
    message: ({ server }) => `Nobody knows whether ${server} took this job. It is being asked.`,
  },
  'no-recipe': {
    retry: 'never',
    message: ({ title }) => `“${title}” has no recipe, and ComfyUI needs one. Choose a recipe for the node.`,
  },
  'bad-ticket': {
    retry: 'never',
    message: () => 'What was written down of this submission cannot be read. Retry to send it anew.',
  },
  'unfilled-recipe': { retry: 'never', message: ({ problem }) => `The recipe could not be filled: ${problem}` },
  'input-bytes-gone': {
    retry: 'never',
    message: ({ name }) => `The file for ${name} is no longer stored here. Make or import it again.`,
  },
  'upload-refused': {
    retry: 'manual',
    message: ({ server, name }) => `${server} would not take the file for ${name}.`,
  },
  'upload-too-large': {
    retry: 'never',
    message: ({ server, name }) =>
      `The file for ${name} is larger than ${server} takes. Start it with a higher --max-upload-size.`,
  },
  'prompt-too-large': {
    retry: 'never',
    message: ({ server }) =>
      `The filled recipe is larger than ${server} takes. Start it with a higher --max-upload-size.`,
  },
  'missing-node': {
    retry: 'manual',
    message: ({ server, node }) => `${server} has no node “${node}”. Install it there or update ComfyUI, then retry.`,
  },
  'missing-model': {
    retry: 'manual',
    message: ({ server, model }) => `${server} has no model file “${model}”. Put it there, then retry.`,
  },
  'value-not-offered': {
    retry: 'never',
    message: ({ input, value, node }) => `“${value}” is not one of the choices for ${input} of ${node}.`,
  },
  'value-out-of-range': {
    retry: 'never',
    message: ({ input, value, node }) => `${value} is outside the range of ${input} of ${node}.`,
  },
  'value-missing': { retry: 'never', message: ({ input, node }) => `${input} of ${node} is empty.` },
  'wrong-type': { retry: 'never', message: ({ input, node }) => `${input} of ${node} got a value of the wrong type.` },
  'input-refused': {
    retry: 'manual',
    message: ({ input, node }) => `The server does not accept what was given as ${input} of ${node}.`,
  },
  'invalid-graph': {
    retry: 'never',
    message: () => 'The server found the recipe’s graph not to be sound. Open it in ComfyUI and export it again.',
  },
  validation: { retry: 'never', message: () => 'The server refused the recipe.' },
  // Running.
  'out-of-memory': {
    retry: 'auto',
    message: ({ node }) => `The server ran out of memory in “${node}”. Choose a smaller size or fewer frames.`,
  },
  'model-file': {
    retry: 'manual',
    message: ({ node }) => `“${node}” could not read a model file. It may be missing or damaged on the server.`,
  },
  'input-file': { retry: 'manual', message: ({ node }) => `“${node}” could not read the file it was given.` },
  'disk-full': { retry: 'manual', message: () => 'The disk of the server is full. Make room there, then retry.' },
  'node-failed': { retry: 'manual', message: ({ node }) => `“${node}” stopped with an error on the server.` },
  // Collecting.
  'outputs-lost': { retry: 'auto', message: ({ server }) => `${server} no longer knows what this job made.` },
  'output-gone': {
    retry: 'manual',
    message: ({ file, server }) => `${file} is no longer on ${server}. Retry to make it again.`,
  },
  'unreadable-output': {
    retry: 'manual',
    message: ({ file }) => `${file} is neither a picture, a video nor a sound that can be read.`,
  },
  'output-too-large': {
    retry: 'manual',
    message: ({ file }) => `${file} is larger than can be taken in. Make it shorter or smaller.`,
  },
  // Why a job is suspect; nothing has been decided by these.
  silent: { retry: 'auto', message: ({ server }) => `${server} has shown no progress for a long time.` },
  'worker-dead': {
    retry: 'auto',
    message: ({ server }) => `${server} has jobs waiting but runs none. It may have to be started again.`,
  },
})
