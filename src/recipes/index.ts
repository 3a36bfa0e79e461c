export { RECIPE_FORMAT, RECIPE_PURPOSES, RECIPE_VERSION, type Recipe, type RecipeInput, type RecipePurpose, WELL_KNOWN_INPUTS, zRecipe } from "./schema.ts"
