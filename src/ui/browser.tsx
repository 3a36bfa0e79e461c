export { announce, mountAnnouncer, type Politeness } from './announce.browser.ts'
export { classNames } from './class-names.ts'
export { uiFailures } from './failures.ts'
export {
  createI18n,
  type I18n,
  type I18nOptions,
  I18nProvider,
  type I18nState,
  PSEUDO,
  useFind,
  useFormats,
  useI18nLanguage,
  useT,
} from './i18n.browser.ts'
export { Icon, type IconProps } from './icons/icon.tsx'
export { type IconName, iconPaths } from './icons/paths.ts'
export { PortShape, type PortShapeName, type PortShapeProps, portColor, portShapes } from './icons/port-shape.tsx'
export { uiMessages } from './messages.ts'
export { titleWhenCut } from './overflow-title.browser.ts'
export {
  Button,
  ButtonGroup,
  type ButtonLook,
  type ButtonProps,
  IconButton,
  type IconButtonProps,
} from './parts/button.tsx'
export { EmptyState, type EmptyStateProps } from './parts/empty-state.tsx'
export { ErrorState, type ErrorStateProps } from './parts/error-state.tsx'
export { isApple, Kbd, shortcutHere } from './parts/kbd.tsx'
export { type PanelSize, type PanelSizeOptions, type PanelStorage, usePanelSize } from './parts/panel-size.browser.ts'
export { Meter, type MeterPart, type MeterProps, Progress, type ProgressProps } from './parts/progress.tsx'
export { BarSpace, Card, Screen } from './parts/screen.tsx'
export { Skeleton, type SkeletonProps } from './parts/skeleton.tsx'
export { type PanelSide, SplitPane, type SplitPaneProps } from './parts/split-pane.tsx'
export {
  StateBadge,
  type StateBadgeProps,
  type StateName,
  StatusDot,
  type StatusDotProps,
  stateIcons,
} from './parts/state-badge.tsx'
export { type Tab, Tabs, type TabsProps } from './parts/tabs.tsx'
export { HiddenText, Text, type TextProps } from './parts/text.tsx'
export type { Formats } from './text/formats.ts'
export type { KnownCatalogue, MessageKey, MessageTree, MessageValue, Translate } from './text/message-types.ts'
export {
  applyDensity,
  applyTheme,
  type Density,
  type Theme,
  type ThemeChoice,
  tokenValue,
} from './theme.browser.ts'
