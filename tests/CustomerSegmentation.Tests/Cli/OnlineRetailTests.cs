using System.Globalization;
using System.Text.Json;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>The real Online Retail file against figures that were computed elsewhere.</summary>
public class OnlineRetailTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<ImportFile> Retail = new(() =>
        ImportFile.Read(SharedData.PathOf("OnlineRetail.csv.gz"), ImportFormat.Default, Now));

    [Fact]
    public void Cleaning_leaves_the_invoices_customers_and_revenue_of_the_reference()
    {
        using var references = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("fixtures/references.json")));
        var cleaned = references.RootElement.GetProperty("retail").GetProperty("cleaning").GetProperty("4_drop_qty<=0");

        var report = Retail.Value.Report;

        report.Purchases.ShouldBe(cleaned.GetProperty("invoices").GetInt32());
        report.Customers.ShouldBe(cleaned.GetProperty("customers").GetInt32());
        Math.Round(report.Purchased, 2).ShouldBe(cleaned.GetProperty("revenue").GetDecimal());
    }

    [Fact]
    public void The_sample_customers_have_the_reference_RFM()
    {
        using var references = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("fixtures/references.json")));
        var orders = Retail.Value.Events.Where(e => e.Type == PurchaseEventType.Purchase).ToLookup(e => e.CustomerId);
        var asOf = new DateTime(2011, 12, 10);

        foreach (var expected in references.RootElement.GetProperty("retail").GetProperty("rfm_sample").EnumerateArray())
        {
            string Field(string name) => expected.GetProperty(name).GetString()!;
            var own = orders[Field("CustomerID")].ToList();
            own.Count.ToString().ShouldBe(Field("frequency"));
            own.Sum(e => e.Amount).ShouldBe(decimal.Parse(Field("monetary"), CultureInfo.InvariantCulture), 0.005m);
            (asOf - own.Max(e => e.OccurredAt).UtcDateTime.Date).Days.ToString().ShouldBe(Field("recency"));
        }
    }

    [Fact]
    public void Every_line_without_a_customer_or_a_price_is_counted()
    {
        // 135,080 rows have no customer; of the 2,517 with a price of zero or below, 2,477 are among them.
        var report = Retail.Value.Report;

        report.Lines.ShouldBe(541_909);
        report.LeftOut.ShouldBe(135_080 + 2_517 - 2_477);
        report.Invalid.ShouldBe(0);
    }

    // The figures of these two tests come from a Python script over the raw file that does the same with dictionaries.
    [Fact]
    public void Cancellations_are_placed_to_the_penny_as_a_script_over_the_raw_file_places_them()
    {
        var report = Retail.Value.Report;

        report.Refunded.ShouldBe(611_342.09m);
        report.RefundedElsewhere.ShouldBe(142_897.25m);
    }

    [Fact]
    public void With_refunds_customers_orders_and_revenue_are_those_of_a_script_over_the_raw_file()
    {
        var orders = Retail.Value.Events.GroupBy(e => (e.CustomerId, e.OrderId))
            .Select(order => (order.Key.CustomerId,
                Value: order.Sum(e => e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount)))
            .Where(order => order.Value > 0).ToList();

        orders.Count.ShouldBe(18_383);
        orders.Select(order => order.CustomerId).Distinct().Count().ShouldBe(4_327);
        orders.Sum(order => order.Value).ShouldBe(8_442_963.064m);
        orders.Where(order => order.CustomerId == "14911").Sum(order => order.Value).ShouldBe(136_552.79m);
        orders.ShouldNotContain(order => order.CustomerId == "12346");
    }
}
