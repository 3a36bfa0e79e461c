import type { Recipe, RecipeInput } from '../../../recipes/index.ts'

/** A suggested recipe while a person works on it. Hidden inputs keep what the author set, and can be shown again. */
export type Draft = { readonly recipe: Recipe; readonly hidden: Readonly<Record<string, RecipeInput>> }

/** Something that can be done to a draft. */
export type DraftEdit =
  | { readonly edit: 'title'; readonly text: string }
  | { readonly edit: 'description'; readonly text: string }
  | { readonly edit: 'purpose'; readonly purpose: Recipe['purpose'] }
  | { readonly edit: 'automatic'; readonly on: boolean }
  | { readonly edit: 'input'; readonly name: string; readonly change: Partial<RecipeInput> }
  | { readonly edit: 'move'; readonly name: string; readonly by: 1 | -1 }
  | { readonly edit: 'hide'; readonly name: string }
  | { readonly edit: 'show'; readonly name: string }
  | { readonly edit: 'add'; readonly name: string; readonly input: RecipeInput }
  | {
      readonly edit: 'output'
      readonly node: string
      readonly type: Recipe['outputs'][number]['type']
      readonly on: boolean
    }

/** Begins with a suggestion. A foreign recipe is never chosen by itself before the person says so. */
export function beginDraft(recipe: Recipe): Draft {
  return { recipe: { ...recipe, manual: true }, hidden: {} }
}

/** Does one edit. The graph is never touched. */
export function editDraft(draft: Draft, edit: DraftEdit): Draft {
  const { recipe } = draft
  const change = (part: Partial<Recipe>): Draft => ({ ...draft, recipe: { ...recipe, ...part } })
  if (edit.edit === 'title' || edit.edit === 'description') return change({ [edit.edit]: edit.text })
  if (edit.edit === 'purpose') return change({ purpose: edit.purpose })
  if (edit.edit === 'automatic') return change({ manual: !edit.on })
  if (edit.edit === 'input') return change({ inputs: changeInput(recipe.inputs, edit.name, edit.change) })
  if (edit.edit === 'move') return change({ inputs: move(recipe.inputs, edit.name, edit.by) })
  if (edit.edit === 'add') return change({ inputs: { ...recipe.inputs, [edit.name]: edit.input } })
  if (edit.edit === 'hide' || edit.edit === 'show') return (edit.edit === 'hide' ? hide : show)(draft, edit.name)
  return change({ outputs: changeOutputs(recipe.outputs, edit) })
}

type Inputs = Recipe['inputs']

function changeInput(inputs: Inputs, name: string, change: Partial<RecipeInput>): Inputs {
  const input = inputs[name]
  if (input === undefined) return inputs
  const next = Object.fromEntries(Object.entries({ ...input, ...change }).filter(([, value]) => value !== undefined))
  return { ...inputs, [name]: next as RecipeInput }
}

function move(inputs: Inputs, name: string, by: 1 | -1): Inputs {
  const entries = Object.entries(inputs)
  const from = entries.findIndex(([one]) => one === name)
  const to = from + by
  const moved = entries[from]
  if (moved === undefined || to < 0 || to >= entries.length) return inputs
  entries.splice(from, 1)
  entries.splice(to, 0, moved)
  return Object.fromEntries(entries)
}

function hide({ recipe, hidden }: Draft, name: string): Draft {
  const { [name]: input, ...rest } = recipe.inputs
  if (input === undefined) return { recipe, hidden }
  return { recipe: { ...recipe, inputs: rest }, hidden: { ...hidden, [name]: input } }
}

function show({ recipe, hidden }: Draft, name: string): Draft {
  const { [name]: input, ...rest } = hidden
  if (input === undefined) return { recipe, hidden }
  return { recipe: { ...recipe, inputs: { ...recipe.inputs, [name]: input } }, hidden: rest }
}

type OutputEdit = Extract<DraftEdit, { edit: 'output' }>

function changeOutputs(outputs: Recipe['outputs'], { node, type, on }: OutputEdit): Recipe['outputs'] {
  const others = outputs.filter((one) => one.node !== node)
  if (!on) return others
  let name: string = type
  for (let count = 2; others.some((one) => one.name === name); count += 1) name = `${type}-${count}`
  return [...others, { name, node, type }]
}

/** The draft as it can be kept: words trimmed, empty ones left out. */
export function finishDraft({ recipe }: Draft, untitled: string): Recipe {
  const { description, ...rest } = recipe
  const text = description?.trim()
  return { ...rest, title: recipe.title.trim().slice(0, 200) || untitled, ...(text ? { description: text } : {}) }
}
