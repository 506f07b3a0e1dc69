/** What becomes of one's own changes when somebody else saved first: pure. Rules are compared, and taken, by section. */
import { SECTIONS, type Section } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'

/** Three versions of the same rules: as both opened them, with one's own changes, as the other saved them. */
export interface Versions {
  base: OrganisationRules
  mine: OrganisationRules
  theirs: OrganisationRules
}

export type Choice = 'mine' | 'theirs'
export type Choices = Readonly<Partial<Record<Section, Choice>>>

/** Where each section goes: nobody is asked but where both changed it, and not to the same. */
export const sidesOf = ({ base, mine, theirs }: Versions): Readonly<Record<Section, Choice | 'both'>> => {
  const [own, other, apart] = [changedSections(base, mine), changedSections(base, theirs), changedSections(mine, theirs)]
  const sideOf = (section: Section): Choice | 'both' => {
    if (!own.includes(section)) return 'theirs'
    return other.includes(section) && apart.includes(section) ? 'both' : 'mine'
  }
  return Object.fromEntries(SECTIONS.map((section) => [section, sideOf(section)])) as Record<Section, Choice | 'both'>
}

/** The sections that somebody has to choose for, in the order of the rules. */
export const disputedIn = (versions: Versions): Section[] => {
  const sides = sidesOf(versions)
  return SECTIONS.filter((section) => sides[section] === 'both')
}

/** The rules to go on with: everything of both, and where both changed a section, what was chosen. Theirs where nobody chose. */
export const settle = (versions: Versions, choices: Choices): OrganisationRules => {
  const sides = sidesOf(versions)
  const taken = (section: Section): OrganisationRules[Section] => {
    const side = sides[section] === 'both' ? (choices[section] ?? 'theirs') : sides[section]
    return versions[side][section]
  }
  return Object.fromEntries(SECTIONS.map((section) => [section, taken(section)])) as unknown as OrganisationRules
}
