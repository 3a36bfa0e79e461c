export { ConfirmDialog, type ConfirmDialogProps, Dialog, type DialogProps } from './dialog.tsx'
export {
  ContextMenu,
  type ContextMenuProps,
  Menu,
  type MenuProps,
  PointMenu,
  type PointMenuProps,
} from './menu.tsx'
export type { MenuEntry } from './menu-entry.ts'
export { Popover, type PopoverProps, Tooltip, type TooltipProps } from './popover.tsx'
export { createToastQueue, type ToastMessage, type ToastQueue, Toasts, type ToastTone } from './toast.tsx'
