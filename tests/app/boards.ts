import { createSeededRandom } from '../../src/kernel/index.ts'
import {
  applyCommands,
  applyDiff,
  type Catalog,
  createStoryboard,
  type EditCommand,
  type Storyboard,
} from '../../src/storyboard/index.ts'

/** An empty storyboard. */
export function emptyBoard(): Storyboard {
  return createStoryboard('board-empty', 'Empty')
}

const ACTIONS = [
  'Mara runs along the wall, lantern swinging',
  'The tower against the last light, gulls turning over the rocks',
  'The wick catches; her face comes out of the dark',
]

/** One scene after another, each with its shots and every shot with keyframe and video; a cut at the end. */
export function filmBoard(
  catalog: Catalog,
  facts: { scenes: number; shots: number; columns?: number; frames?: boolean },
): Storyboard {
  const { scenes, shots, columns = 1, frames = true } = facts
  const commands: EditCommand[] = []
  const pitch = { x: 1240, y: shots * 224 + 120 }
  const perColumn = Math.ceil(scenes / columns)
  commands.push({
    type: 'addNode',
    kind: 'edit',
    id: 'cut',
    title: 'Cut',
    position: { x: columns * pitch.x + 40, y: 200 },
  })
  commands.push({
    type: 'addNode',
    kind: 'character',
    id: 'mara',
    params: { name: 'Mara', description: 'Keeper’s daughter, 30s, oilskin coat, copper hair' },
    position: { x: -320, y: 40 },
  })
  for (let scene = 0; scene < scenes; scene++) {
    const at = { x: Math.floor(scene / perColumn) * pitch.x, y: (scene % perColumn) * pitch.y }
    commands.push(...sceneCommands(scene, shots, at, frames))
  }
  const result = applyCommands(createStoryboard(`board-${scenes}-${shots}`, 'The Lighthouse Keeper'), commands, {
    catalog,
    random: createSeededRandom(3),
  })
  if (!result.ok) throw new Error(result.failures.map(({ message }) => message).join(' '))
  return applyDiff(createStoryboard(`board-${scenes}-${shots}`, 'The Lighthouse Keeper'), result.diff)
}

function sceneCommands(scene: number, shots: number, at: { x: number; y: number }, frames: boolean): EditCommand[] {
  const name = `s${scene}`
  const members = [`${name}-scene`]
  const commands: EditCommand[] = [
    {
      type: 'addNode',
      kind: 'scene',
      id: `${name}-scene`,
      params: { slug: scene % 2 ? 'INT. LAMP ROOM - NIGHT' : 'EXT. CLIFF - DUSK' },
      position: { x: at.x + 20, y: at.y + 44 },
    },
  ]
  for (let shot = 0; shot < shots; shot++) {
    const row = at.y + 44 + shot * 224
    const id = (kind: string) => `${name}-${kind}${shot}`
    members.push(id('shot'), id('key'), id('film'))
    commands.push(
      {
        type: 'addNode',
        kind: 'shot',
        id: id('shot'),
        params: { action: ACTIONS[(scene + shot) % 3] ?? '', seconds: 3 },
        position: { x: at.x + 272, y: row },
      },
      { type: 'addNode', kind: 'keyframe', id: id('key'), position: { x: at.x + 520, y: row } },
      { type: 'addNode', kind: 'video', id: id('film'), position: { x: at.x + 772, y: row } },
      { type: 'connect', from: { node: `${name}-scene`, port: 'scene' }, to: { node: id('shot'), port: 'scene' } },
      { type: 'connect', from: { node: id('shot'), port: 'shot' }, to: { node: id('key'), port: 'shot' } },
      { type: 'connect', from: { node: id('shot'), port: 'shot' }, to: { node: id('film'), port: 'shot' } },
      { type: 'connect', from: { node: id('key'), port: 'image' }, to: { node: id('film'), port: 'first' } },
      { type: 'connect', from: { node: id('film'), port: 'video' }, to: { node: 'cut', port: 'video' } },
    )
  }
  if (frames)
    commands.push({
      type: 'addFrame',
      id: `${name}-frame`,
      title: scene % 2 ? `SC0${scene + 1}0 · INT. LAMP ROOM – NIGHT` : `SC0${scene + 1}0 · EXT. CLIFF – DUSK`,
      rect: { x: at.x, y: at.y, width: 988, height: 44 + shots * 224 },
      nodes: members,
    })
  return commands
}
