using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The state folder, held by this process alone: identity of the instance, and <c>instance.json</c> while it listens.</summary>
internal sealed class EmulatorState : IDisposable
{
    private const int DefaultPort = 47443, PortsTried = 200;
    private readonly FileStream _lock;
    private readonly X509Certificate2 _authority;

    private EmulatorState(FileStream held, EmulatorInstance instance, X509Certificate2 authority, TimeProvider time) =>
        (_lock, Instance, _authority, Certificates) = (held, instance, authority, new ServerCertificates(authority, time));

    public EmulatorInstance Instance { get; }
    public ServerCertificates Certificates { get; }
    private string InstancePath => Path.Combine(Instance.State, "instance.json");
    private string PortPath => Path.Combine(Instance.State, "port");

    /// <exception cref="EmulatorExitException">Another emulator has the folder, the port is taken, or a file is damaged.</exception>
    public static EmulatorState Open(EmulatorOptions options, TimeProvider time)
    {
        string state = options.State;
        StateFile.CreateFolder(state);
        StateFile.CreateFolder(Path.Combine(state, "logs"));
        FileStream held = Lock(state);
        try
        {
            File.Delete(Path.Combine(state, "instance.json"));
            X509Certificate2 authority = EmulatorCertificate.LoadOrCreate(state, time);
            return new EmulatorState(held, new EmulatorInstance
            {
                State = state,
                Port = ChoosePort(state, options.Port),
                Token = LoadOrCreateToken(Path.Combine(state, "token")),
                CertificatePath = EmulatorCertificate.PemPath(state),
                CertificateSha256 = Convert.ToHexString(SHA256.HashData(authority.RawData)),
            }, authority, time);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The server listens: keeps its port and tells clients where it is.</summary>
    public void Publish(DateTimeOffset startedAt)
    {
        StateFile.Write(PortPath, Instance.Port.ToString(CultureInfo.InvariantCulture));
        StateFile.Write(InstancePath, new JsonObject
        {
            ["version"] = 1,
            ["pid"] = Environment.ProcessId,
            ["port"] = Instance.Port,
            ["endpoint"] = Instance.Endpoint,
            ["certificateSha256"] = Instance.CertificateSha256,
            ["certificatePath"] = Instance.CertificatePath,
            ["token"] = Instance.Token,
            ["build"] = Build(),
            ["startedAt"] = startedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        }.ToJsonString());
    }

    /// <summary>The server stops: clients no longer find it.</summary>
    public void Withdraw() => StateFile.TryDelete(InstancePath);

    public void Dispose()
    {
        _authority.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string state)
    {
        string path = Path.Combine(state, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (!StateFile.IsFull(error))
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"Another emulator uses the state folder {state} (its lock is held). Nothing was changed. "
                + "Use that one, or stop it first: ./build.sh LocalStop", error);
        }
    }

    private static string LoadOrCreateToken(string path)
    {
        if (!File.Exists(path)) StateFile.Write(path, Secrets.New());
        string token = File.ReadAllText(path).Trim();
        return token.Length >= 43 ? token : throw Damaged(path, "it is too short to be a token");
    }

    private static int ChoosePort(string state, int? asked)
    {
        string path = Path.Combine(state, "port");
        if (File.Exists(path))
        {
            string text = File.ReadAllText(path);
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int kept)) throw Damaged(path, $"'{text}' is not a port");
            if (asked is not null && asked != kept)
                throw new EmulatorExitException(EmulatorExitException.BadInput,
                    $"--port {asked} is not the port of this state: its images and addresses name port {kept}. "
                    + $"Leave --port out, or start with an empty state: ./build.sh LocalReset");
            return IsFree(kept) ? kept : throw Taken(kept);
        }
        if (asked is { } port) return IsFree(port) ? port : throw Taken(port);
        return Enumerable.Range(DefaultPort, PortsTried).FirstOrDefault(IsFree) is > 0 and var free ? free : throw Taken(DefaultPort);
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal static EmulatorExitException Taken(int port) => new(EmulatorExitException.Unusable,
        $"Port {port} of 127.0.0.1 is taken by another process, and the emulator needs it. Nothing was changed. "
        + $"See who has it (ss -ltnp 'sport = :{port}'), or start with an empty state on another port: ./build.sh LocalReset");

    private static EmulatorExitException Damaged(string path, string why) => new(EmulatorExitException.Unusable,
        $"The emulator's state is damaged: {path}: {why}. Nothing was changed. Start with an empty state: ./build.sh LocalReset");

    private static string Build() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(typeof(EmulatorState).Assembly.Location)));
}
