/** A small landscape as an object URL, one of four. */
export async function paintPicture(number: number): Promise<string> {
  const skies = [
    ['#26324a', '#c9805a'],
    ['#1d2a44', '#d8a06a'],
    ['#2a2440', '#b86a5c'],
    ['#0f1830', '#e0b070'],
  ]
  const [top = '#222', bottom = '#888'] = skies[number % 4] ?? []
  const canvas = new OffscreenCanvas(320, 180)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const sky = context.createLinearGradient(0, 0, 0, 180)
  sky.addColorStop(0, top)
  sky.addColorStop(1, bottom)
  context.fillStyle = sky
  context.fillRect(0, 0, 320, 180)
  context.fillStyle = '#ddc'
  context.beginPath()
  context.arc(60 + number * 60, 60, 13, 0, 7)
  context.fill()
  context.fillStyle = '#121826'
  context.fillRect(0, 140, 320, 40)
  return URL.createObjectURL(await canvas.convertToBlob())
}
