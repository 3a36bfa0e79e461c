export { RecipeDialog } from './recipe-dialog.tsx'
