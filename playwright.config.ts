import { defineConfig } from '@playwright/test'
import { chromiumArguments, findBrowser } from './scripts/browser.mjs'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // One Chromium at a time: the tests share two cores with the page's own worker.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    headless: true,
    viewport: { width: 1600, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'retain-on-failure',
    // Video would need a download of its own.
    video: 'off',
    launchOptions: { args: chromiumArguments, ...(executablePath && { executablePath }) },
  },
})
