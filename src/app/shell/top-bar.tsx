import { Bell } from './bell.tsx'
import { BoardName } from './board-name.tsx'
import { FileMenu } from './file-menu.tsx'
import { HistoryButtons } from './history-buttons.tsx'
import { RunButton } from './run-button.tsx'
import { SaveWords } from './save-words.tsx'
import { ServerButton } from './server-button.tsx'
import styles from './top-bar.module.css'
import { WorkMeter } from './work-meter.tsx'

/** The storyboard and its state, undo, the work going on, servers, notices, Run. */
export function TopBar() {
  return (
    <header className={styles.top}>
      <FileMenu />
      <BoardName />
      <SaveWords />
      <span className={styles.line} />
      <HistoryButtons />
      <span className={styles.grow} />
      <WorkMeter />
      <ServerButton />
      <Bell />
      <RunButton />
    </header>
  )
}
