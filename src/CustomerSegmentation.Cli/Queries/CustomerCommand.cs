using System.CommandLine;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Queries;

/// <summary><c>segmentation customer ID</c>.</summary>
internal static class CustomerCommand
{
    public static Command Build(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The customer's id, as the shop writes it." };
        var command = ServerQuery.Build(terminal, "customer", "Which segment is this customer in now, since when, and what comes next?",
            parsed => "customers/" + Uri.EscapeDataString(parsed.GetRequiredValue(id)), customer => Show(terminal, customer));
        command.Add(id);
        return command;
    }

    private static void Show(Terminal terminal, JsonElement customer)
    {
        var table = new Table("Customer", customer.Text("customerId") ?? "");
        table.Add("Segment", Segment(customer));
        if (customer.Child("segment") is { } segment)
        {
            table.Add("Since", $"{segment.Moment("since")} ({segment.Text("cause")})");
            table.Add("Model", $"version {segment.Text("modelVersion")}");
        }

        if (customer.Elements("alternatives").ToList() is { Count: > 0 } others)
        {
            table.Add("Or else", string.Join(", ", others.Take(3).Select(Named)));
        }

        table.Add("Recency", customer.Child("recencyDays") is null ? "" : customer.Number("recencyDays", "0.0") + " days");
        table.Add("Frequency", customer.Number("frequency", "0") + " orders");
        table.Add("Monetary", $"{customer.Number("monetary", "#,0.00")} {customer.Text("currency")}");
        table.Add("First purchase", customer.Moment("firstPurchaseAt"));
        table.Add("Last purchase", customer.Moment("lastPurchaseAt"));
        table.Add("Next", Next(customer));
        table.Add("As of", customer.Moment("asOf"));
        table.Write(terminal);
    }

    private static string Segment(JsonElement customer) =>
        customer.Child("segment") is { } segment ? Named(segment) : "none (lapsed: no order counts in the window)";

    private static string Named(JsonElement segment) => $"{segment.Text("name")} ({segment.Number("confidence", "P0")})";

    private static string Next(JsonElement customer) => customer.Child("next") is { } next
        ? $"{next.Text("name") ?? "no segment"} on {next.Moment("at")}, unless they buy"
        : "nothing changes by itself";

    private static IEnumerable<JsonElement> Elements(this JsonElement element, string name) =>
        element.Child(name) is { } child ? child.Elements() : [];
}
