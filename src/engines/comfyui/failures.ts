import { defineFailures } from '../../kernel/index.ts'

/** Everything that can go wrong with a ComfyUI server. `auto` = nobody knows what the server did, so it is asked again. */
export const comfyFailures = defineFailures('comfyui', {
  // Reaching the server.
  unreachable: { retry: 'auto', message: '{{server}} does not answer. Is ComfyUI running there?' },
  timeout: { retry: 'auto', message: '{{server}} took the request but did not answer in time.' },
  'broken-off': { retry: 'auto', message: '{{server}} broke off in the middle of an answer.' },
  'forwarder-down': {
    retry: 'auto',
    message: 'Framewright’s own server does not answer. Start it again with npm start.',
  },
  'not-forwarded': {
    retry: 'manual',
    message: 'Framewright’s own server has no address for {{server}}. Open Servers and connect it again.',
  },
  'forwarder-refused': {
    retry: 'manual',
    message: 'Framewright’s own server would not pass the request on to {{server}}.',
  },
  tls: {
    retry: 'manual',
    message: 'No secure connection to {{server}}: its certificate is not trusted.',
  },
  'server-gone': {
    retry: 'never',
    message: 'The server of this job is no longer configured. Run again to make it elsewhere.',
  },
  // Answers that are no use.
  'no-access': {
    retry: 'auto',
    message: '{{server}} does not let us in. Check its login under Servers.',
  },
  'login-required': {
    retry: 'manual',
    message: '{{server}} asks for a login. Enter it under Servers, then retry.',
  },
  'origin-refused': {
    retry: 'manual',
    message: '{{server}} refuses this page. Check it under Servers, then retry.',
  },
  'server-error': {
    retry: 'auto',
    message: '{{server}} answered with an error of its own ({{status}}).',
  },
  busy: {
    retry: 'auto',
    message: '{{server}} has too much to do just now ({{status}}). It is asked again later.',
  },
  gateway: {
    retry: 'auto',
    message: 'What stands in front of {{server}} could not reach it ({{status}}). It is asked again later.',
  },
  'not-comfyui': {
    retry: 'auto',
    message:
      'A web page answers in the place of {{server}}. Open its address in the browser: it may want you to sign in.',
  },
  'odd-answer': {
    retry: 'auto',
    message: 'What {{server}} answers cannot be read. Update ComfyUI, or look at its console.',
  },
  'not-supported': { retry: 'manual', message: '{{server}} does not know this request. Is it ComfyUI?' },
  'too-large': { retry: 'auto', message: '{{server}} sent more than can be taken in.' },
  // Submitting.
  'unclear-submit': {
    retry: 'auto',
    message: 'Nobody knows whether {{server}} took this job. It is being asked.',
  },
  'no-recipe': {
    retry: 'never',
    message: '“{{title}}” has no recipe, and ComfyUI needs one. Choose a recipe for the node.',
  },
  'bad-ticket': {
    retry: 'never',
    message: 'What was written down of this submission cannot be read. Retry to send it anew.',
  },
  'unfilled-recipe': { retry: 'never', message: 'The recipe could not be filled: {{problem}}' },
  'input-bytes-gone': {
    retry: 'never',
    message: 'The file for {{name}} is no longer stored here. Make or import it again.',
  },
  'upload-refused': {
    retry: 'manual',
    message: '{{server}} would not take the file for {{name}}.',
  },
  'upload-too-large': {
    retry: 'never',
    message: 'The file for {{name}} is larger than {{server}} takes. Start it with a higher --max-upload-size.',
  },
  'prompt-too-large': {
    retry: 'never',
    message: 'The filled recipe is larger than {{server}} takes. Start it with a higher --max-upload-size.',
  },
  'missing-node': {
    retry: 'manual',
    message: '{{server}} has no node “{{node}}”. Install it there or update ComfyUI, then retry.',
  },
  'missing-model': {
    retry: 'manual',
    message: '{{server}} has no model file “{{model}}”. Put it there, then retry.',
  },
  'value-not-offered': {
    retry: 'never',
    message: '“{{value}}” is not one of the choices for {{input}} of {{node}}.',
  },
  'value-out-of-range': {
    retry: 'never',
    message: '{{value}} is outside the range of {{input}} of {{node}}.',
  },
  'value-missing': { retry: 'never', message: '{{input}} of {{node}} is empty.' },
  'wrong-type': { retry: 'never', message: '{{input}} of {{node}} got a value of the wrong type.' },
  'input-refused': {
    retry: 'manual',
    message: 'The server does not accept what was given as {{input}} of {{node}}.',
  },
  'invalid-graph': {
    retry: 'never',
    message: 'The server found the recipe’s graph not to be sound. Open it in ComfyUI and export it again.',
  },
  validation: { retry: 'never', message: 'The server refused the recipe.' },
  // Running.
  'out-of-memory': {
    retry: 'auto',
    message: 'The server ran out of memory in “{{node}}”. Choose a smaller size or fewer frames.',
  },
  'model-file': {
    retry: 'manual',
    message: '“{{node}}” could not read a model file. It may be missing or damaged on the server.',
  },
  'input-file': { retry: 'manual', message: '“{{node}}” could not read the file it was given.' },
  'disk-full': { retry: 'manual', message: 'The disk of the server is full. Make room there, then retry.' },
  'node-failed': { retry: 'manual', message: '“{{node}}” stopped with an error on the server.' },
  // Collecting.
  'outputs-lost': { retry: 'auto', message: '{{server}} no longer knows what this job made.' },
  'output-gone': {
    retry: 'manual',
    message: '{{file}} is no longer on {{server}}. Retry to make it again.',
  },
  'unreadable-output': {
    retry: 'manual',
    message: '{{file}} is neither a picture, a video nor a sound that can be read.',
  },
  'output-too-large': {
    retry: 'manual',
    message: '{{file}} is larger than can be taken in. Make it shorter or smaller.',
  },
  'odd-output': {
    retry: 'manual',
    message: '{{server}} names a file that lies outside its folders: {{file}}. It was not asked for.',
  },
  // Why a job is suspect; nothing has been decided by these.
  silent: { retry: 'auto', message: '{{server}} has shown no progress for a long time.' },
  'worker-dead': {
    retry: 'auto',
    message: '{{server}} has jobs waiting but runs none. It may have to be started again.',
  },
  'worker-hung': {
    retry: 'auto',
    message: '{{server}} says that it runs this job, but has given no sign of it for very long. Start ComfyUI again.',
  },
  'history-unreadable': {
    retry: 'auto',
    message: '{{server}} cannot be asked how this job ended: its answer makes no sense.',
  },
})
