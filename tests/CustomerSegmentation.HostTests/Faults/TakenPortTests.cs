using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>An address that somebody else has is the user's to mend, and named.</summary>
public abstract class TakenPortTests
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task A_port_that_another_program_listens_on_is_named()
    {
        using var folder = new DataFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, output, errors) = await Host.RunWithAsync(folder.Path, [], "--urls", $"http://{other.LocalEndpoint}");

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain($"{other.LocalEndpoint}");
        (output + errors).ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
    }
}
