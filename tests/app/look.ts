import '../../src/ui/reset.css'
import '../../src/ui/tokens.css'
