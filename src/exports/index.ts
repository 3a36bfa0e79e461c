export type { FilmFormat } from './format.ts'
export type { Abilities, FactsById, MediaFacts, PictureFacts, SoundFacts } from './media-facts.ts'
export type { FilmPlan } from './plan/plan-film.ts'
export type { FilmFormatId, FilmPhase, FilmProgress, FilmRequest, FilmResult, WriteFilm } from './request.ts'
