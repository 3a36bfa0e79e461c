import { solid, still } from '../media/picture.ts'
import type { Json } from '../python-json.ts'
import { imageNodes } from './images.ts'
import { modelNodes } from './models.ts'
import { isBatch, type NodeBody } from './run.ts'
import { storingNodes } from './storing.ts'

const BODIES: Record<string, NodeBody> = { ...imageNodes, ...modelNodes, ...storingNodes }

/** The body of a class; one that the stand-in does not know hands on what fits its output types. */
export function bodyOf(classType: string, outputs: Json[]): NodeBody {
  return (Object.hasOwn(BODIES, classType) ? BODIES[classType] : undefined) ?? stranger(outputs)
}

function stranger(outputs: Json[]): NodeBody {
  return ({ inputs }) => {
    const picture = Object.values(inputs).find(isBatch) ?? still(solid(64, 64, [128, 128, 128]))
    const make = (type: Json) => (type === 'IMAGE' ? picture : { kind: 'token', name: String(type) })
    return { outputs: outputs.map(make) }
  }
}
