export { App, type AppProps } from './shell/app.tsx'
export { createAppI18n } from './shell/app-i18n.browser.ts'
