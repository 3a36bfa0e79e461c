export {
  type Segment,
  Segmented,
  type SegmentedProps,
  type Swatch,
  Swatches,
  type SwatchesProps,
} from './choices.tsx'
export { Combobox, type ComboboxProps, type RichOption } from './combobox.tsx'
export { FieldFrame, type FieldFrameProps, type FieldLook, type FieldWiring } from './field.tsx'
export { FileButton, type FileButtonProps } from './file-button.tsx'
export { NumberField, type NumberFieldProps } from './number-field.tsx'
export { type Option, Select, type SelectProps } from './select.tsx'
export { Slider, type SliderProps } from './slider.tsx'
export { TextArea, type TextAreaProps } from './text-area.tsx'
export { TextField, type TextFieldProps, type TypedText } from './text-field.tsx'
export { Checkbox, Switch, type ToggleProps } from './toggles.tsx'
