/** Traceback lines in the shape of the original (a client shows them, it must not read them). */
export function traceback(where: string): string[] {
  return [`  File "/srv/comfyui/execution.py", line 1, in ${where}\n    ${where}()\n    ~~~~^^\n`]
}
