"""What is asked of a page in the browser, in its own language."""

# The office's pages stand in a box of Wagtail's that cuts off what is too wide for it.
SCROLLS_SIDEWAYS = """
Math.max(...[document.documentElement, ...document.querySelectorAll('.office')].map(
  (box) => box.scrollWidth - box.clientWidth
))
"""

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
