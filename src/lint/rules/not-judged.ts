import type { Diagnostic } from '../../source/diagnostic.js';
import type { Span } from '../../source/file.js';
import { gssapiLocation, location } from '../example.js';
import { holeAt, isForeignProvider, namesMissing, refusesReading } from '../gaps.js';
import { lintRule } from '../rule.js';
import type { Site } from '../site.js';

/** What the linter cannot know. */
export const notJudged = lintRule({
  id: 'not-judged',
  group: 'style',
  severity: 'note',
  since: '0.1',
  summary: 'A part of the configuration is not known here, and is not judged.',
  why: 'A template has holes, an included file is not on this machine, a provider is of a module of somebody else: what such lines come to cannot be told, so no finding is given that they could make wrong.',
  remedy: 'Lint the configuration that is made of it, on the machine that it is for.',
  messages: {
    template: 'this is a template ({hole}): lines with such holes are not judged',
    absent: '{message}: what it says is not judged',
    below: '{name} lies below a ServerRoot that is not on this machine: what it says is not judged',
    elsewhere: 'this folder is not on this machine: files that are read from it are not judged',
    conditions:
      'too many conditions: from here on no requests are looked for that they hold for, so what they change is not judged',
    sections: 'too many sections: from here on those are not judged that no path was found for',
    inherited:
      'too many virtual hosts and sections: from this virtual host on, what the main server says is judged there only as far as paths that virtual hosts name come to it',
    stranger: '{message}: it belongs to a module of somebody else, so who may is not judged in full',
  },
  examples: {
    bad: [
      { config: `Listen {{ port }}\n${gssapiLocation('/a')}` },
      { config: `Include conf.d/that-is-not-here.conf\n${gssapiLocation('/a')}` },
      { config: `ServerRoot /srv/that-is-not-here\nInclude conf.d/*.conf\n${gssapiLocation('/a')}` },
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require pam-account web') },
    ],
    ok: [{ config: `IncludeOptional conf.d/*.none\n${gssapiLocation('/a')}` }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#include'],
  on: {
    site(site, report) {
      for (const { kind, from } of site.cuts) {
        const at = site.lineAt(from) ?? { file: site.loaded.file, start: 0, end: 0 };
        report({ message: kind, at });
      }
      const template = firstHole(site);
      if (template) report({ message: 'template', at: template.span, fill: { hole: template.hole } });
      const isRootMissing = site.diagnostics.some(
        ({ code, message }) => code === 'no-such-folder' && message.startsWith('ServerRoot '),
      );
      for (const diagnostic of site.diagnostics) {
        const { span, message } = diagnostic;
        if (!span || !refusesReading(diagnostic) || holeAt(diagnostic) !== undefined) continue;
        if (diagnostic.code === 'no-such-folder') {
          if (!site.isAtHome) report({ message: 'elsewhere', at: span });
        } else if (namesMissing(diagnostic) && !site.isAtHome) {
          const name = textAt(span).replace(/^"|"$/g, '');
          // httpd would look for it below another root than the one that is known here.
          if (isRootMissing && !name.startsWith('/')) report({ message: 'below', at: span, fill: { name } });
          else report({ message: 'absent', at: span, fill: { message } });
        }
        if (isForeignProvider(diagnostic)) report({ message: 'stranger', at: span, fill: { message } });
      }
    },
  },
});

const textAt = ({ file, start, end }: Span): string => file.text.slice(start, end);

interface Hole {
  readonly span: Span;
  readonly hole: string;
}

/** The first line that a template has not filled in, and that is not understood for it. */
function firstHole({ loaded, diagnostics }: Site): Hole | undefined {
  const [control] = loaded.controls ?? [];
  const refusing = diagnostics.flatMap((each: Diagnostic): Hole[] => {
    const hole = refusesReading(each) ? holeAt(each) : undefined;
    return each.span && hole !== undefined ? [{ span: each.span, hole }] : [];
  });
  const [first] = refusing;
  if (!control || (first && first.span.start < control.start)) return first;
  const { file, start, end } = control;
  return { span: control, hole: file.text.slice(start, end).trim() };
}
