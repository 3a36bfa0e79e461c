export { createDoctor, type Doctor, type DoctorPorts } from './comfyui/doctor.ts'
export { createComfyEngine } from './comfyui/engine.ts'
export type { ComfyPorts, Fetch, ServerOrigin, SocketClass, SocketLike } from './comfyui/ports.ts'
