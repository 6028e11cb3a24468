using System.Globalization;

namespace GenAIOps.Emulator.Hosting;

/// <param name="State">The state folder, an absolute path.</param>
/// <param name="Port">1 to 65535; null: the port of the state, or for a new state 47443 or the next free one.</param>
internal sealed record EmulatorOptions(string State, int? Port = null)
{
    private const string Usage = "usage: GenAIOps.Emulator --state <folder> [--port <1-65535>]";

    /// <exception cref="EmulatorExitException">The arguments are not understood.</exception>
    public static EmulatorOptions Parse(IReadOnlyList<string> arguments)
    {
        string? state = null;
        int? port = null;
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string value = i + 1 < arguments.Count ? arguments[i + 1] : throw Bad($"'{arguments[i]}' has no value");
            switch (arguments[i])
            {
                case "--state": state = Path.GetFullPath(value); break;
                case "--port": port = ParsePort(value); break;
                default: throw Bad($"'{arguments[i]}' is not an option");
            }
        }
        return new EmulatorOptions(state ?? throw Bad("--state is missing"), port);
    }

    private static int ParsePort(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? port
            : throw Bad($"--port '{value}' is not a number from 1 to 65535");

    private static EmulatorExitException Bad(string problem) => new(EmulatorExitException.BadInput, $"{problem}; {Usage}");
}
