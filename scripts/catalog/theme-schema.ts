import {z} from 'zod'
import {strict} from './strict.ts'

export const THEME_FILE = 'theme.yml'

const texts = z.record(z.string(), z.string().min(1)).meta({description: 'A text per language of the catalog.'})

const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, {error: issue => `expected a colour like "#0072b2"; found "${String(issue.input)}"`})
  .meta({description: 'A colour, six hexadecimal digits: "#0072b2".'})

/** A file beside the theme; never outside its folder. */
const file = (endings: readonly string[]) =>
  z
    .string()
    .refine(path => endings.some(ending => path.toLowerCase().endsWith(ending)), {
      error: `expected a file ending in ${endings.join(', ')}`,
    })
    .refine(path => !path.startsWith('/') && !path.split(/[\\/]/).includes('..'), {
      error: 'expected a file in the folder of the theme',
    })

const IMAGES = ['.svg', '.png']

const colours = strict({
  paper: colour.optional().meta({description: 'What everything stands on.'}),
  text: colour.optional().meta({description: 'At least 4.5:1 on paper.'}),
  muted: colour.optional().meta({description: 'Explanations and axes; at least 4.5:1 on paper.'}),
  faint: colour.optional().meta({description: 'Marks’ borders, comparisons; at least 3:1 on paper.'}),
  line: colour.optional().meta({description: 'Hairlines and grids.'}),
  accent: colour.optional().meta({description: 'Links and what is chosen; at least 4.5:1 on paper.'}),
  good: colour.optional().meta({description: 'Changes for the better; at least 4.5:1 on paper.'}),
  bad: colour.optional().meta({description: 'Changes for the worse; at least 4.5:1 on paper.'}),
  series: z.array(colour).min(1).max(7).optional().meta({
    description:
      'Of charts, in order, up to seven; each at least 3:1 on paper. Those that are not given stay as they are.',
  }),
})

/** `reports/theme.yml`: how the site is branded. */
export const themeSchema = strict({
  name: texts
    .optional()
    .meta({description: 'The site’s name: in the title of every page, and in its head where there is no logo.'}),
  logo: strict({
    file: file(IMAGES).meta({description: 'An SVG or PNG file beside this one.'}),
    dark: file(IMAGES).optional().meta({description: 'The one for dark mode.'}),
    alt: texts.meta({description: 'What it says, per language.'}),
  }).optional(),
  favicon: file([...IMAGES, '.ico']).optional(),
  colours: strict({light: colours.prefault({}), dark: colours.prefault({})}).prefault({}),
  font: strict({
    family: z
      .string()
      .regex(/^[\w ,'"-]+$/, {error: 'expected names of fonts, separated by commas'})
      .meta({
        description: 'As in CSS: "Inter", "Source Sans 3, Arial". The system’s fonts come after it.',
      }),
    files: z
      .array(
        strict({
          file: file(['.woff2']),
          weight: z
            .union([z.number().int(), z.string().regex(/^\d{1,4}( \d{1,4})?$/)])
            .default(400)
            .meta({description: '400, or a range: "100 900".'}),
          italic: z.boolean().default(false),
        }),
      )
      .default([])
      .meta({description: 'WOFF2 files of the first family; without any, it must be on the reader’s machine.'}),
  }).optional(),
  footer: strict({
    note: texts.optional(),
    links: z
      .array(
        strict({
          to: z
            .string()
            .regex(/^(https:\/\/|mailto:)\S+$/, {error: 'expected an address that begins with https:// or mailto:'}),
          text: texts,
        }),
      )
      .default([]),
  }).optional(),
})

export type ThemeInput = z.output<typeof themeSchema>
export type ColoursInput = z.output<typeof colours>
