import {
  Background,
  type Edge,
  Handle,
  MiniMap,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useEdgesState,
  useNodesState,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'

/** What a node of the naive page shows. */
export type NaiveNode = Node<{ title: string; text: string; seconds: number; picture: boolean }>

/** A graph as it is handed to the naive page. */
export type NaiveGraph = { readonly nodes: NaiveNode[]; readonly edges: Edge[] }

const picture = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="256" height="144"><rect width="256" height="144" fill="%23456"/></svg>')}`
const nodeTypes = { card: NaiveCard }

/** A node as a first version has it: everything in its data, measured, never memoised. */
function NaiveCard({ data }: NodeProps<NaiveNode>) {
  return (
    <div style={{ width: 196, border: '1px solid #888', borderRadius: 6, background: '#fff', font: '12px sans-serif' }}>
      <Handle type="target" position={Position.Left} id="a" style={{ top: 20 }} />
      <Handle type="target" position={Position.Left} id="b" style={{ top: 40 }} />
      <Handle type="target" position={Position.Left} id="c" style={{ top: 60 }} />
      <Handle type="source" position={Position.Right} />
      {data.picture && <img src={picture} alt="" width={194} height={96} />}
      <div style={{ padding: 6 }}>
        <b>{data.title}</b>
        <input className="nodrag" defaultValue={data.text} />
        <input className="nodrag" type="number" defaultValue={data.seconds} />
        <select className="nodrag" defaultValue="wide">
          <option>wide</option>
          <option>close</option>
        </select>
        <div style={{ height: 4, background: '#ddd' }}>
          <div style={{ height: 4, width: '40%', background: '#48c' }} />
        </div>
      </div>
    </div>
  )
}

function NaiveCanvas({ graph }: { readonly graph: NaiveGraph }) {
  const [nodes, setNodes, onNodesChange] = useNodesState(graph.nodes)
  const [edges, setEdges, onEdgesChange] = useEdgesState(graph.edges)
  useEffect(() => {
    setNodes(graph.nodes)
    setEdges(graph.edges)
  }, [graph, setNodes, setEdges])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      // Written on the spot, as one does: every render hands over new objects.
      nodeTypes={nodeTypes}
      defaultViewport={{ x: 200, y: 100, zoom: 1 }}
      minZoom={0.02}
    >
      <Background />
      <MiniMap />
    </ReactFlow>
  )
}

const root = createRoot(document.getElementById('root') as HTMLElement)

/** What the measurement calls in the page. */
export const naive = { show: (graph: NaiveGraph) => root.render(<NaiveCanvas graph={graph} />) }
Object.assign(globalThis, { naive })
