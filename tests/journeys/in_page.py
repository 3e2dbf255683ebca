"""What is asked of a page in the browser, in its own language."""

SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# A fading text has no contrast.
ANIMATIONS_END = """
Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => 0)))
"""

# Every text that a person sees, code and quotations in English aside.
VISIBLE_TEXTS = """() => {
  const aside = 'script, style, code, .code, [lang=en], template, noscript'
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement
    if (!holder.checkVisibility() || holder.closest(aside)) continue
    const text = walk.currentNode.textContent.trim()
    if (text) texts.push(text)
  }
  return texts
}"""
