// ELK's own worker, which answers its messages as soon as it is loaded. The side effect is the whole point.
import 'elkjs/lib/elk-worker.min.js'
