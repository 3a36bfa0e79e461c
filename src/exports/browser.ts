export { type SaveOutcome, saveFile } from './file/save-file.browser.ts'
export { createFilmChecker, createFilmWriter, type FilmWriterPorts, sweepExports } from './film-writer.browser.ts'
