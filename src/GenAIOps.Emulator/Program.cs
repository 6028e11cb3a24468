Console.WriteLine("GenAIOps emulator");
