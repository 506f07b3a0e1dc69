/** XML as text, indented, for files that people read too. */
export type XmlAttributes = Readonly<Record<string, string>>

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

/** Children are finished XML. */
export const element = (name: string, attributes: XmlAttributes, ...children: readonly string[]): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const open = `<${name}${written.join('')}`
  return children.length === 0 ? `${open}/>` : `${open}>\n${children.map(indented).join('\n')}\n</${name}>`
}

export const textElement = (name: string, attributes: XmlAttributes, text: string): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  return `<${name}${written.join('')}>${escapeXml(text)}</${name}>`
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
