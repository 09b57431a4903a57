// How the console writes numbers and times.
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export const bytes = (value) => {
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < UNITS.length - 1) { left /= 1024; unit++; }
  return `${unit && left < 10 ? left.toFixed(1) : Math.round(left)} ${UNITS[unit]}`;
};

export const number = (value) => value.toLocaleString('en');

export const count = (name, value) => (/bytes/.test(name) ? bytes(value) : number(value));

export const duration = (millis) => {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

export const span = (seconds) => {
  for (const [unit, length] of [['d', 86_400], ['h', 3600], ['min', 60]]) {
    if (seconds >= length && seconds % length === 0) return `${seconds / length} ${unit}`;
  }
  return `${seconds} s`;
};

export const setting = (name, value) => {
  if (/Seconds$/.test(name)) return span(value);
  if (/bytes/i.test(name)) return value ? `${bytes(value)}${/PerSecond/.test(name) ? '/s' : ''}` : 'no limit';
  return /Percent$/.test(name) ? `${value} %` : number(value);
};

export const words = (name) => name.replace(/(Seconds|PerSecond|Percent)$/, '').replace(/([A-Z])/g, ' $1').replace(/[-.]/g, ' ').toLowerCase();

export const time = (millis) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(millis);

export const schedule = (s) => {
  if (!s) return 'never by itself';
  if (!s.enabled) return 'schedule is off';
  const simple = /^\d+$/.test(s.minute) && /^\d+$/.test(s.hour);
  const at = simple ? `${s.hour.padStart(2, '0')}:${s.minute.padStart(2, '0')}` : `minute ${s.minute}, hour ${s.hour}`;
  const days = [
    s.dayOfWeek === '*' ? '' : s.dayOfWeek, s.dayOfMonth === '*' ? '' : `day ${s.dayOfMonth}`, s.month === '*' ? '' : `month ${s.month}`,
  ].filter(Boolean).join(', ');
  return `${days || 'daily'}, ${at} ${s.zone}`;
};
