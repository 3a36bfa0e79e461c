/** Colours a frame may have; the first one is a frame's own. */
export const FRAME_COLOURS = ['grey', 'red', 'amber', 'green', 'teal', 'blue', 'violet'] as const
