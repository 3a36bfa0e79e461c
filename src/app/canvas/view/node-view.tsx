import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { Card, type CardNode } from './card.tsx'
import { CardPiece } from './piece.tsx'
import { PlainBox } from './plain-box.tsx'

/** A node as React Flow mounts it. One type for both looks: another type would make React Flow measure the node anew. */
export const NodeView = memo(function NodeView(props: NodeProps<CardNode>) {
  return (
    <CardPiece box={props.data.box}>
      {props.data.look === 'card' ? <Card {...props} /> : <PlainBox {...props} />}
    </CardPiece>
  )
})
