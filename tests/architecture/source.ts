import { dirname, posix } from 'node:path'
import { parseSync } from 'vite'

/** One reference of a file to another one or to a package. */
export interface Import {
  /** As written. */
  readonly specifier: string
  /** Path from the project's root when the specifier is relative, else undefined. */
  readonly target: string | undefined
  /** `url` is `new URL('…', import.meta.url)`, `lazy` is `import('…')`; type imports count as static. */
  readonly how: 'static' | 'lazy' | 'url'
}

/** A comparison or a switch of `kind` or `format.id` with literals. */
export interface Dispatch {
  readonly member: string
  /** What stands before the member: `edge.node` of `edge.node.kind`; empty for a variable. */
  readonly owner: string
  readonly values: readonly string[]
  readonly line: number
}

/** What the laws need to know of one source file. */
export interface Source {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  /** Impure names the file uses: `fetch`, `Date.now`, `new Date()`. */
  readonly mentions: readonly string[]
  /** Places that decide by `kind` or by `format.id` against a literal. */
  readonly dispatches: readonly Dispatch[]
  /** Places that make markup from a string. */
  readonly markup: readonly string[]
}

interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

const markupMembers = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'srcdoc']

/** Reads one TypeScript file into the facts the laws ask for. */
export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const nodes = flatten(program as unknown as SyntaxNode)
  const lineOf = (node: SyntaxNode) => text.slice(0, node.start).split('\n').length
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: nodes.flatMap(({ node }) => importOf(path, node)),
    mentions: mentionsOf(nodes),
    dispatches: nodes.flatMap(({ node }) => dispatchOf(node).map((found) => ({ ...found, line: lineOf(node) }))),
    markup: nodes.flatMap(({ node }) => markupOf(node)),
  }
}

interface Placed {
  readonly node: SyntaxNode
  readonly parent: Placed | undefined
  /** The key of the parent under which the node stands. */
  readonly role: string
}

function flatten(root: SyntaxNode): Placed[] {
  const found: Placed[] = []
  const visit = (value: unknown, parent: Placed | undefined, role: string) => {
    if (Array.isArray(value)) for (const item of value) visit(item, parent, role)
    else if (isNode(value)) {
      const placed = { node: value, parent, role }
      found.push(placed)
      for (const [key, child] of Object.entries(value)) visit(child, placed, key)
    }
  }
  visit(root, undefined, '')
  return found
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function importOf(path: string, node: SyntaxNode): Import[] {
  const make = (specifier: string | undefined, how: Import['how']): Import[] =>
    specifier === undefined ? [] : [{ specifier, target: resolve(path, specifier), how }]
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'TSImportType':
      return make(literal(node.source), 'static')
    case 'ImportExpression':
      return make(literal(node.source), 'lazy')
    case 'NewExpression':
      return make(urlOfModule(node), 'url')
    default:
      return []
  }
}

function urlOfModule(node: SyntaxNode): string | undefined {
  const [address, base] = node.arguments as SyntaxNode[]
  return nameOf(node.callee) === 'URL' && nameOf(base) === 'import.meta.url' ? literal(address) : undefined
}

function resolve(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(dirname(path), specifier.replace(/\?.*$/, ''))
}

/** An identifier counts as global unless the file declares that name anywhere: lint knows scopes, this also sees types. */
function mentionsOf(nodes: readonly Placed[]): string[] {
  const identifiers = nodes.filter(({ node }) => node.type === 'Identifier')
  const declared = new Set(identifiers.filter(isDeclaration).map(({ node }) => node.name))
  const globals = identifiers.filter((placed) => !isMereName(placed) && !declared.has(placed.node.name))
  const members = nodes.filter(({ node }) => node.type === 'MemberExpression')
  const names = [...globals, ...members].flatMap(({ node }) => nameOf(node) ?? [])
  if (nodes.some(({ node }) => asksForNow(node))) names.push('new Date()')
  return [...new Set(names.map((name) => name.replace(/^(globalThis|self|window)\./, '')))]
}

function asksForNow(node: SyntaxNode): boolean {
  return node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && (node.arguments as []).length === 0
}

const declarers = ['VariableDeclarator', 'FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration']

function isDeclaration({ parent, role }: Placed): boolean {
  const type = parent?.node.type ?? ''
  if (role === 'local' || role === 'params' || role === 'param') return true
  if (role === 'id') return declarers.includes(type)
  if (role === 'value') return type === 'Property' && parent?.parent?.node.type === 'ObjectPattern'
  return `${type}.${role}` === 'ArrayPattern.elements' || `${type}.${role}` === 'AssignmentPattern.left'
}

/** The name of a member, a key, a label: it refers to nothing outside. */
function isMereName({ parent, role }: Placed): boolean {
  if (role === 'property' || role === 'key') return parent?.node.computed !== true
  return (
    ['label', 'imported', 'exported'].includes(role) || (role === 'right' && parent?.node.type === 'TSQualifiedName')
  )
}

function dispatchOf(node: SyntaxNode): Omit<Dispatch, 'line'>[] {
  if (node.type === 'SwitchStatement') {
    const cases = (node.cases as SyntaxNode[]).flatMap(({ test }) => literal(test) ?? [])
    return watched(node.discriminant, cases)
  }
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(node.operator))) return []
  const sides = [node.left, node.right]
  const values = sides.flatMap((side) => literal(side) ?? [])
  return values.length === 0 ? [] : sides.flatMap((side) => watched(side, values))
}

function watched(side: unknown, values: readonly string[]): Omit<Dispatch, 'line'>[] {
  const [, owner = '', member] = /^(?:(.*)\.)?(kind|format\.id)$/.exec(nameOf(side) ?? '') ?? []
  return member === undefined ? [] : [{ owner, member, values }]
}

function markupOf(node: SyntaxNode): string[] {
  const named = node.type === 'MemberExpression' ? node.property : node.type === 'JSXAttribute' ? node.name : undefined
  const name = isNode(named) ? named.name : undefined
  return typeof name === 'string' && markupMembers.includes(name) ? [name] : []
}

/** `a.b.c` as text; undefined where the expression is anything else. Optional chaining and `!` are looked through. */
function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'ChainExpression' || value.type === 'TSNonNullExpression') return nameOf(value.expression)
  if (value.type === 'Identifier') return String(value.name)
  if (value.type === 'ThisExpression') return 'this'
  if (value.type === 'MetaProperty') return 'import.meta'
  if (value.type !== 'MemberExpression') return undefined
  const property = value.computed === true ? literal(value.property) : nameOf(value.property)
  return property === undefined ? undefined : `${nameOf(value.object) ?? '?'}.${property}`
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value
  const quasis = value.type === 'TemplateLiteral' ? (value.quasis as { value: { cooked: string } }[]) : []
  return quasis.length === 1 ? quasis[0]?.value.cooked : undefined
}
