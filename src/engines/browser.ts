export { createDoctor } from './comfyui/doctor.ts'
export { createComfyEngine } from './comfyui/engine.ts'
export type { ComfyPorts } from './comfyui/ports.ts'
