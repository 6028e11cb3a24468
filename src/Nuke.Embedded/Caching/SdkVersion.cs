using System.Runtime.InteropServices;
using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>Which .NET SDK <c>dotnet</c> would use in a folder, asked of the host itself and without a process.</summary>
/// <remarks>Source: github.com/dotnet/runtime, docs/design/features/hosting-layer-apis.md, <c>hostfxr_resolve_sdk2</c>.</remarks>
internal static class SdkVersion
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Take(int key, nint value);

    /// <returns>Such as <c>10.0.100</c>; where the host does not tell, the versions installed.</returns>
    public static string In(AbsolutePath folder)
    {
        // .../shared/Microsoft.NETCore.App/10.0.0/
        AbsolutePath runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var dotnet = runtime.Parent.Parent.Parent;
        try
        {
            return Resolve(dotnet, folder) ?? Installed(dotnet);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or IOException)
        {
            return Installed(dotnet);
        }
    }

    private static string? Resolve(AbsolutePath dotnet, AbsolutePath folder)
    {
        var name = OperatingSystem.IsWindows() ? "hostfxr.dll" : OperatingSystem.IsMacOS() ? "libhostfxr.dylib" : "libhostfxr.so";
        var library = Directory.GetFiles(dotnet / "host" / "fxr", name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault();
        if (library is null) return null;

        string? found = null;
        Take take = (key, value) =>
        {
            // 0: resolved_sdk_dir.
            if (key == 0) found = Path.GetFileName(OperatingSystem.IsWindows() ? Marshal.PtrToStringUni(value) : Marshal.PtrToStringUTF8(value));
        };
        var resolve = Marshal.GetDelegateForFunctionPointer<ResolveSdk>(NativeLibrary.GetExport(NativeLibrary.Load(library), "hostfxr_resolve_sdk2"));
        var (executable, working) = (Text(dotnet), Text(folder));
        try
        {
            resolve(executable, working, 0, Marshal.GetFunctionPointerForDelegate(take));
        }
        finally
        {
            Marshal.FreeCoTaskMem(executable);
            Marshal.FreeCoTaskMem(working);
            GC.KeepAlive(take);
        }

        return found;

        static nint Text(string text) => OperatingSystem.IsWindows() ? Marshal.StringToCoTaskMemUni(text) : Marshal.StringToCoTaskMemUTF8(text);
    }

    private static string Installed(AbsolutePath dotnet) =>
        (dotnet / "sdk").DirectoryExists() ? string.Join(' ', Directory.GetDirectories(dotnet / "sdk").Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "";

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int ResolveSdk(nint executableFolder, nint workingFolder, int flags, nint result);
}
