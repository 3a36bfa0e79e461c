/** What failures mean for the film, by the part of the program that could not do something; the failure itself says what happened. */
export const failuresMessages = {
  means: {
    storage: 'Your work is still open in this tab. Do not close it before it is saved or downloaded.',
    scheduler: 'Jobs that were written down are not lost.',
    comfyui: 'The take was not made; the ones that are there stay.',
    animatic: 'The draft was not made; the takes that are there stay.',
    exports: 'No file was left behind, and nothing of the cut was changed.',
    storyboard: 'The open storyboard was not changed.',
    recipes: 'The recipes that are here were not changed.',
    studio: 'Nothing was changed.',
    kernel: 'Nothing that was saved is lost.',
  },
} as const
