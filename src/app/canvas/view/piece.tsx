import { Component, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { announce, Button, Icon, useT } from '../../../ui/browser.tsx'
import type { Box } from '../model/scene.ts'
import { useEditor } from './editor-context.tsx'
import styles from './piece.module.css'

type PieceProps = {
  readonly children: ReactNode
  /** What it draws: another one is another try. */
  readonly of?: unknown
  /** What stands in its place after it broke. */
  broken(again: () => void): ReactNode
}
type PieceState = { readonly broken: boolean; readonly of: unknown }

/** A piece of the canvas that may break without taking the rest along. */
class Piece extends Component<PieceProps, PieceState> {
  override state: PieceState = { broken: false, of: this.props.of }

  static getDerivedStateFromError(): Partial<PieceState> {
    return { broken: true }
  }

  static getDerivedStateFromProps({ of }: PieceProps, state: PieceState): PieceState | null {
    return of === state.of ? null : { broken: false, of }
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.broken(() => this.setState({ broken: false })) : this.props.children
  }
}

/** A card or a box: when it breaks, its place and its name stay. */
export function CardPiece({ box, children }: { readonly box: Box; readonly children: ReactNode }) {
  return (
    <Piece of={box} broken={(again) => <BrokenCard box={box} onAgain={again} />}>
      {children}
    </Piece>
  )
}

function BrokenCard({ box, onAgain }: { readonly box: Box; readonly onAgain: () => void }) {
  const t = useT()
  return (
    <div className={styles.card} style={{ width: box.width, height: box.height }}>
      <p className={styles.title}>
        <Icon name="error" size={14} />
        {box.title}
      </p>
      <p>{t('canvas.broken.card')}</p>
      <Button className="nopan" onClick={onAgain}>
        {t('canvas.broken.again')}
      </Button>
    </div>
  )
}

/** Which layers of the canvas can break by themselves. */
export type LayerName = 'wires' | 'frames' | 'overview' | 'minimap'

/** A layer of the canvas: when it breaks, the canvas says so in its corner. */
export function LayerPiece({ name, children }: { readonly name: LayerName; readonly children: ReactNode }) {
  return <Piece broken={(again) => <BrokenLayer name={name} onAgain={again} />}>{children}</Piece>
}

function BrokenLayer({ name, onAgain }: { readonly name: LayerName; readonly onAgain: () => void }) {
  const editor = useEditor()
  const t = useT()
  // Layers lie in the moving part of the canvas; what is said about them does not move.
  return createPortal(
    <div className={styles.layer} role="alert">
      <Icon name="error" size={14} />
      {t(`canvas.broken.${name}`)}
      <Button
        onClick={() => {
          onAgain()
          announce(t('canvas.broken.again'))
        }}
      >
        {t('canvas.broken.again')}
      </Button>
    </div>,
    editor.page.element ?? document.body,
  )
}
