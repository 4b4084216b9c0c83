using System.Text;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>
/// A shop with a fixed population that keeps its own books: by plain counting, of whole cents, it knows how many orders
/// each customer has made and for how much. Everybody buys once a round, in an order that spares no cache. One thread
/// sells at a time.
/// </summary>
internal sealed class SoakShop(int customers)
{
    private const long Stride = 7_919; // prime: with it every customer comes up once a round
    private const long Shift = 104_729;

    private readonly int[] _orders = new int[customers];
    private readonly long[] _cents = new long[customers];
    private SplitMix _random = new(42);
    private long _sold;

    public int Customers => customers;

    /// <summary>How many orders there are in all.</summary>
    public long Sold => Volatile.Read(ref _sold);

    public static string IdOf(int customer) => $"C-{customer:0000000}";

    /// <summary>How many orders a customer has made.</summary>
    public int OrdersOf(int customer) => _orders[customer];

    /// <summary>What they paid for all of them.</summary>
    public decimal PaidBy(int customer) => _cents[customer] / 100m;

    /// <summary>The next purchase; from now on it is on the shop's books.</summary>
    public Sale Sell(DateTimeOffset at)
    {
        var number = _sold;
        var customer = (int)((((number % customers) * Stride) + (number / customers * Shift)) % customers);
        var cents = 500 + _random.NextBelow(20_000);
        _orders[customer]++;
        _cents[customer] += cents;
        Volatile.Write(ref _sold, number + 1);
        var body = $$"""{"eventId":"{{_random.NextBits():x16}}-{{number:x16}}","type":"purchase","customerId":"{{IdOf(customer)}}","orderId":"O-{{number:000000000}}","occurredAt":"{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","amount":{{cents / 100}}.{{cents % 100:00}},"currency":"EUR"}""";
        return new(number, customer, _orders[customer], Encoding.UTF8.GetBytes(body));
    }
}

/// <summary>One purchase.</summary>
/// <param name="Number">From 0, in the order of selling.</param>
/// <param name="Customer">Who.</param>
/// <param name="Orders">How many orders they have made with it.</param>
/// <param name="Body">The event as the shop sends it, every time alike.</param>
internal sealed record Sale(long Number, int Customer, int Orders, byte[] Body);
