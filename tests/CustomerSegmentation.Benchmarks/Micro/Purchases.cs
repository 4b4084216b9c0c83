using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>What the inner loops work on.</summary>
internal static class Purchases
{
    /// <summary>The rules of the first day over a year.</summary>
    public static AssignmentTerms Terms { get; } = new(
        new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));

    /// <summary>So many orders of each of so many customers, over 300 days.</summary>
    public static AdmittedEvent[] Admitted(int customers, int orders)
    {
        var validator = new EventValidator(new EngineOptions());
        return Array.ConvertAll(Shop.Replayed(customers, orders).Next(customers * orders), purchase =>
        {
            Check.True(validator.Check(purchase, Shop.Today, out var admitted) is null);
            return admitted;
        });
    }

    /// <summary>A customer with so many orders.</summary>
    public static Customer CustomerOf(int orders)
    {
        var customer = new Customer(Traffic.CustomerId(0));
        foreach (var e in Admitted(customers: 1, orders))
        {
            customer.Record(e, Terms, new(e.OccurredAt, TimeSpan.Zero));
        }

        return customer;
    }
}
