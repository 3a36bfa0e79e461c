import { z } from 'zod'
import { exposeApi } from '../kernel/browser.ts'
import { catalog } from '../kinds/index.ts'
import { openStoryboardText } from '../storyboard/index.ts'

z.config({ jitless: true })

exposeApi({ open: (text: string) => openStoryboardText(text, { catalog }) }, self)
