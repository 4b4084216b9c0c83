using System.Net;
using System.Text.Json;

namespace CustomerSegmentation.HostTests.Soak;

/// <summary>An engine's answers beside a shop's books, customer by customer.</summary>
/// <param name="Orders">Orders that the engine counts, of all customers of the shop.</param>
/// <param name="Lost">Orders that it should count and does not.</param>
/// <param name="Doubled">Orders that it counts beyond those that there are.</param>
/// <param name="WrongSums">Customers for whom it has another sum than the shop.</param>
/// <param name="Strangers">Customers that it has and the shop does not, or the other way round.</param>
/// <param name="Example">One customer that differs, in words.</param>
internal sealed record SoakAudit(long Orders, long Lost, long Doubled, int WrongSums, int Strangers, string Example)
{
    private const int AtOnce = 8;

    public bool IsClean => this is { Lost: 0, Doubled: 0, WrongSums: 0, Strangers: 0 };

    /// <summary>Asks for every customer of the shop. Nothing may be on the way.</summary>
    public static async Task<SoakAudit> OfAsync(HttpClient http, SoakShop shop)
    {
        var found = new SoakAudit(0, 0, 0, 0, 0, "");
        var gate = new Lock();
        await Parallel.ForAsync(0, shop.Customers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (customer, cancellation) =>
        {
            var (orders, paid) = await AskAsync(http, SoakShop.IdOf(customer), cancellation);
            lock (gate)
            {
                found = found.With(shop, customer, orders, paid);
            }
        });
        var buyers = Enumerable.Range(0, shop.Customers).Count(customer => shop.OrdersOf(customer) > 0);
        return found with { Strangers = Math.Abs(await CountAsync(http) - buyers) };
    }

    /// <summary>How many orders the engine counts for a customer, and what they come to; none for one that it does not know.</summary>
    public static async Task<(int Orders, decimal Paid)> AskAsync(HttpClient http, string customer, CancellationToken cancellation = default)
    {
        using var answer = await http.GetAsync(new Uri($"/api/v1/customers/{customer}", UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return (0, 0);
        }

        using var json = await JsonDocument.ParseAsync(
            await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellation), default, cancellation);
        return (json.RootElement.GetProperty("frequency").GetInt32(), json.RootElement.GetProperty("monetary").GetDecimal());
    }

    private static async Task<int> CountAsync(HttpClient http)
    {
        using var json = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri("/api/v1/segments", UriKind.Relative)));
        return json.RootElement.GetProperty("customers").GetInt32();
    }

    private SoakAudit With(SoakShop shop, int customer, int orders, decimal paid)
    {
        var (sold, due) = (shop.OrdersOf(customer), shop.PaidBy(customer));
        return new(
            Orders + orders,
            Lost + Math.Max(0, sold - orders),
            Doubled + Math.Max(0, orders - sold),
            WrongSums + (paid == due ? 0 : 1),
            Strangers,
            orders == sold && paid == due ? Example : $"{SoakShop.IdOf(customer)}: {orders} orders of {paid}, sold {sold} of {due}");
    }
}
