namespace GenAIOps.Emulator.Arm;

internal static class ArmModule
{
    public static void AddArm(this IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);
}
