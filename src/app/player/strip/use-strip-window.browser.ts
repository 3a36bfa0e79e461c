import { type RefObject, useLayoutEffect, useState } from 'react'

/** The part of the strip that is drawn, in pixels of its content. */
export type StripWindow = { readonly width: number; readonly from: number; readonly to: number }

/** The drawn part moves in steps of so many pixels, so that scrolling costs a render only now and then. */
const STEP = 256

/** Follows size and scrolling of the strip. */
export function useStripWindow(scroller: RefObject<HTMLElement | null>): StripWindow {
  const [view, setView] = useState<StripWindow>({ width: 600, from: 0, to: 1200 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const { scrollLeft, clientWidth: width } = element
      const from = Math.max(0, Math.floor(scrollLeft / STEP) * STEP - STEP)
      const to = Math.ceil((scrollLeft + width) / STEP) * STEP + STEP
      setView((now) => (now.width === width && now.from === from && now.to === to ? now : { width, from, to }))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller])
  return view
}
