using System.Net;
using System.Net.Sockets;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>
/// Which addresses are somebody's on the internet. The others lead to this machine or into its own network, where a
/// stranger's webhook has no business (https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Only 2000::/3 is given out at all; these parts of it wrap other addresses or are not routed.</summary>
    private static readonly IPNetwork[] SpecialV6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork Given = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether calls may go there.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        else if (Translated.Contains(address))
        {
            address = new(address.GetAddressBytes().AsSpan(12)); // NAT64: the last four bytes are an IPv4 address
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(address))
            : Given.Contains(address) && !SpecialV6.Any(network => network.Contains(address));
    }
}
