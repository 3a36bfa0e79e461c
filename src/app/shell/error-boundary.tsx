import { Component, type ErrorInfo, type ReactNode } from 'react'
import { type Failure, toFailure } from '../../kernel/index.ts'
import { announce, Button, ErrorState, useT } from '../../ui/browser.tsx'
import { session, showScreen } from '../state/session.ts'
import { NOT_LOADED } from './lazy-part.browser.ts'
import { words } from './words.browser.ts'

type BoundaryProps = { readonly children: ReactNode; readonly onRetry: () => void }
type BoundaryState = { readonly failure?: Failure; readonly where?: string }

/** Keeps a broken part from blanking the window. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = {}

  static getDerivedStateFromError(thrown: unknown): BoundaryState {
    return { failure: toFailure(thrown) }
  }

  override componentDidCatch(_thrown: unknown, { componentStack }: ErrorInfo): void {
    announce(words.t('shell.broken.what'), 'assertive')
    if (componentStack) this.setState({ where: componentStack })
  }

  override render(): ReactNode {
    const { failure, where } = this.state
    if (!failure) return this.props.children
    return <Broken failure={failure} where={where} onRetry={this.props.onRetry} />
  }
}

type QuietProps = { readonly children: ReactNode; readonly onFailure: (failure: Failure) => void }

/** Keeps what stands over the window from taking it along: it goes away, and the failure is told elsewhere. */
export class QuietBoundary extends Component<QuietProps, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(thrown: unknown): void {
    this.props.onFailure(toFailure(thrown))
    this.setState({ broken: false })
  }

  override render(): ReactNode {
    return this.state.broken ? null : this.props.children
  }
}

type BrokenProps = { readonly failure: Failure; readonly where: string | undefined; readonly onRetry: () => void }

function Broken({ failure, where, onRetry }: BrokenProps) {
  const t = useT()
  const missing = failure.code === NOT_LOADED
  const detail = [failure.code, failure.detail, where].filter(Boolean).join('\n')
  const copy = () => {
    void navigator.clipboard?.writeText(detail).then(() => announce(t('shell.broken.copied')))
  }
  const reset = () => {
    session.setState({ viewports: new Map(), selection: new Set(), selectedEdges: new Set(), selectedFrame: undefined })
    showScreen('canvas')
    onRetry()
  }
  return (
    <ErrorState
      layout="screen"
      what={t(missing ? 'shell.broken.loading' : 'shell.broken.what')}
      means={t(missing ? 'shell.broken.loadingMeans' : 'shell.broken.means')}
      detail={detail}
      onCopy={copy}
      actions={
        <>
          <Button variant="primary" onClick={onRetry}>
            {t('shell.broken.again')}
          </Button>
          {missing ? (
            <Button onClick={() => location.reload()}>{t('shell.broken.reload')}</Button>
          ) : (
            <Button onClick={reset}>{t('shell.broken.reset')}</Button>
          )}
          <Button onClick={copy}>{t('shell.broken.copy')}</Button>
        </>
      }
    />
  )
}
