export function total(lines: any): any {
  return lines.reduce((sum: any, line: any) => sum + line.price * line.count, 0);
}
